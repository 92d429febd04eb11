using System.Globalization;
using OpenCode.Benchmarks;

int? count = args is [_, var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
switch (args)
{
    case ["host-start"]:
    case ["host-start", _] when count is not null:
        return await HostStart.RunAsync(count ?? 5);
    case ["publish"]:
    case ["publish", _] when count is not null:
        return PublishCost.Run(count ?? 5);
    case [PublishCost.Once, _] when count is { } instances:
        return await PublishCost.RunOnceAsync(instances);
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project OpenCode.Benchmarks -- host-start [pairs] | publish [rounds]");
        return 2;
}
