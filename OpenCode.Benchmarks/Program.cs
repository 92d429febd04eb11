using System.Globalization;
using OpenCode.Benchmarks;
using OpenCode.Benchmarks.Bridge;

// Each prints a table with its baseline, measured in the same run. Those of the native bridge need it published:
// dotnet publish -c Release OpenCode.Bridge
int? count = args is [_, var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
switch (args)
{
    case ["host-start"]:
    case ["host-start", _] when count is not null:
        return await HostStart.RunAsync(count ?? 5);
    case ["publish"]:
    case ["publish", _] when count is not null:
        return PublishCost.Run(count ?? 5);
    case [PublishCost.Once, "0"]:
        return await PublishCost.RunOnceAsync(0);
    case [PublishCost.Once, _] when count is { } instances:
        return await PublishCost.RunOnceAsync(instances);
    case ["intake"]:
        return await Intake.RunAsync();
    case ["curl-loop"]:
        return await CurlLoop.RunAsync();
    case ["latency"]:
        return await Latency.RunAsync();
    case ["footprint"]:
        return await Footprint.RunAsync();
    case ["many-servers"]:
        return await ManyServers.RunAsync();
    default:
        await Console.Error.WriteLineAsync(
            "usage: dotnet run -c Release --project OpenCode.Benchmarks -- host-start [pairs] | publish [rounds] | intake | curl-loop | latency | footprint | many-servers");
        return 2;
}
