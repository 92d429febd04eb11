namespace OpenCode.Bridge.Alerts;

/// <summary>
/// Where every change is kept and from where it is told on. Called one at a time, in the order of the changes. Throws
/// nothing: what cannot be kept now is its own business.
/// </summary>
internal interface IAlertJournal
{
    /// <param name="receivedAt">When what led to the changes was heard.</param>
    void Record(IReadOnlyList<AlertChange> changes, DateTimeOffset receivedAt);

    /// <inheritdoc cref="AlertMachine.Watermark"/>
    void Heard(string server, DateTimeOffset? watermark);

    /// <summary>Makes the open alerts that are kept those that are given.</summary>
    void Align(IReadOnlyList<Alert> open);
}
