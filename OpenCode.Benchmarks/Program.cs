using OpenCode.Benchmarks;

if (args is not ["host-start"] and not ["host-start", _] || (args.Length > 1 && !int.TryParse(args[1], out _)))
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project OpenCode.Benchmarks -- host-start [pairs]");
    return 2;
}

return await HostStart.RunAsync(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5);
