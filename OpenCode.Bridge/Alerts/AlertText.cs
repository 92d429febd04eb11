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
