// Written by cargo voip. Changes are lost at the next build.
App({});
