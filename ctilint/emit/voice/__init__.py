"""Code to start from on the way to Salesforce Voice, filled from an app."""
