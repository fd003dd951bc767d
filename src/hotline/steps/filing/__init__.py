"""Filing a request on the citizens' site, and the secret code that opens it afterwards."""
