"""A commission's whole morning: 200 reports, twelve lots, and all that happens in one."""
