"""ctilint reads CTI apps (softphones inside Salesforce) and says what is wrong with them."""

__version__ = "0.1.0"
