"""Teams and time: the only place for the SDK, MSAL, aiohttp and the scheduler."""
