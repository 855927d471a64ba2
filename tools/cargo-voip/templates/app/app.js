// Written by cargo voip.
App({});
