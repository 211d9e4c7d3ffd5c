"""The app run against a simulated Salesforce."""
