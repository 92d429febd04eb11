namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <summary>The ntfy app in somebody's hand.</summary>
internal static class Phone
{
    /// <summary>A person presses a button of a message: the app makes the call that the button says, and nothing else.</summary>
    /// <returns>The status of the answer.</returns>
    public static async Task<int> PressAsync(NtfyMessage message, string label)
    {
        var action = message.Content.Actions.Single(action => action.Label == label);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(action.Method), action.Url) { Content = new StringContent(action.Body) };
        request.Content.Headers.ContentType = null;
        foreach (var (name, value) in action.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
