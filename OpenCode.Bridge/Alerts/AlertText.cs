using System.Globalization;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>What a person reads before deciding.</summary>
internal static class AlertText
{
    public static string Of(OpenRequest request) => request switch
    {
        // The command alone: what else could run it is said by the kind of alert.
        PermissionRequest { Permission: "bash", Detail: { } command } => command,
        PermissionRequest permission => Permission(permission),
        QuestionRequest question => string.Join("\n\n", question.Questions.Select(one => one.Text)),
        _ => throw new ArgumentException($"No text for {request.GetType().Name}", nameof(request)),
    };

    /// <summary>In words of our own: what a provider said may hold keys, headers and addresses.</summary>
    public static string Of(TurnFailure failure) => (failure.Name, failure.Status) switch
    {
        ("ProviderAuthError", _) => "The model's provider refused the credentials (ProviderAuthError)",
        ("ContextOverflowError", _) => "The session is too long for the model (ContextOverflowError)",
        ("MessageOutputLengthError", _) => "The answer was too long for the model (MessageOutputLengthError)",
        ("ContentFilterError", _) => "The provider's content filter stopped the answer (ContentFilterError)",
        ("StructuredOutputError", _) => "The model did not keep to the form of the answer (StructuredOutputError)",
        (var name, { } status) => string.Create(CultureInfo.InvariantCulture, $"The model's provider answered with status {status} ({name})"),
        var (name, _) => $"The turn failed ({name})",
    };

    /// <param name="took">From the prompt to the end of the last message.</param>
    /// <param name="cost">US dollars, nested sessions included.</param>
    public static string Complete(TimeSpan took, decimal cost) =>
        string.Create(CultureInfo.InvariantCulture, $"Done in {Duration(took)}, ${Math.Round(cost, cost is > 0 and < 0.1m ? 4 : 2):0.00##}");

    public static string Stalled(bool retries, TimeSpan limit) => retries
        ? $"The model's provider fails again and again: retrying for {Duration(limit)}"
        : $"Busy for {Duration(limit)} without a sign of progress";

    /// <summary>The two largest units: 45 s, 2 min 5 s, 1 h 3 min.</summary>
    public static string Duration(TimeSpan time) => TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)) switch
    {
        { TotalMinutes: < 1 } seconds => Units(seconds.Seconds, "s", 0, ""),
        { TotalHours: < 1 } minutes => Units(minutes.Minutes, "min", minutes.Seconds, "s"),
        var hours => Units((int)hours.TotalHours, "h", hours.Minutes, "min"),
    };

    private static string Units(int large, string largeUnit, int small, string smallUnit) => small == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{large} {largeUnit}")
        : string.Create(CultureInfo.InvariantCulture, $"{large} {largeUnit} {small} {smallUnit}");

    /// <summary>
    /// Equal for requests that are one and the same to a person. The text belongs to it: two edits of one file have equal
    /// patterns and different diffs, and nobody may agree to a diff that was never shown.
    /// </summary>
    public static string Equivalence(OpenRequest request, string rootSessionId) => request switch
    {
        PermissionRequest permission => Join([rootSessionId, "permission", permission.Permission, Of(permission), .. permission.Patterns]),
        QuestionRequest question => Join(
        [
            rootSessionId,
            "question",
            .. question.Questions.SelectMany(one => one.Choices.Select(choice => choice.Label).Prepend(one.Text)),
        ]),
        _ => request.Id,
    };

    private static string Permission(PermissionRequest permission)
    {
        var what = $"{permission.Permission} {string.Join(", ", permission.Patterns)}".TrimEnd();
        return permission.Detail is null ? what : $"{what}\n{permission.Detail}";
    }

    private static string Join(IEnumerable<string> parts) => string.Join('\u001f', parts);
}
