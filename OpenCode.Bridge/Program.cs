using OpenCode.Bridge;

return await BridgeApp.RunAsync(args, Console.Error);
