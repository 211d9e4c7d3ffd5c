"""The server side of a deployment: functions, their code, who invokes them, what they do."""
