using System.Security.Cryptography;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>The keys of one run. Each opens one door only, and none of them is written anywhere.</summary>
/// <param name="Browser">In the login link on the console.</param>
internal sealed record DashboardKeys(string Browser, string ResourceService, string Telemetry)
{
    public static DashboardKeys Create() => new(NewKey(), NewKey(), NewKey());

    public override string ToString() => "three keys";

    private static string NewKey() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}

/// <summary>Renders the Aspire dashboard as a process, configured by environment as Aspire does it.</summary>
internal static class DashboardPlan
{
    public const string Name = "dashboard";

    public static ProcessPlan Create(
        string executable, Uri url, Uri resourceService, TelemetryTarget telemetry, DashboardKeys keys, string instance, IReadOnlyDictionary<string, string> ambient) => new(
        Name,
        instance,
        executable,
        ["dashboard"],
        [
            .. ambient.Select(variable => new PlannedVariable(variable.Key, variable.Value, IsAmbient: true)),
            new("ASPNETCORE_URLS", url.OriginalString),
            new("ASPNETCORE_ENVIRONMENT", "Production"),
            new("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true"),
            new("ASPIRE_DASHBOARD_TELEMETRY_OPTOUT", "true"),
            new("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", telemetry.Grpc.OriginalString),
            new("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", telemetry.Http.OriginalString),
            new("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", resourceService.OriginalString),
            new("DASHBOARD__FRONTEND__AUTHMODE", "BrowserToken"),
            new("DASHBOARD__FRONTEND__BROWSERTOKEN", keys.Browser, "browser-token"),
            new("DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE", "ApiKey"),
            new("DASHBOARD__RESOURCESERVICECLIENT__APIKEY", keys.ResourceService, "resource-service-key"),
            new("DASHBOARD__OTLP__AUTHMODE", "ApiKey"),
            new("DASHBOARD__OTLP__PRIMARYAPIKEY", keys.Telemetry, "otlp-key"),
        ],
        Path.GetDirectoryName(executable)!,
        url);
}
