"""Checks of code that is a connector of Salesforce Voice with Partner Telephony."""
