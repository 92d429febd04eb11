using OpenCode.AppHost.CommandLine;

return await AppHostCommand.InvokeAsync(args, Console.Out, Console.Error);
