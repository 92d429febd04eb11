using OpenCode.ScriptedModel;

return await ScriptedModelApp.RunAsync(args, Console.Error);
