using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OpenCode.Bridge.OpenCode.V1;

internal enum FrameOutcome
{
    Handled,
    Ignored,
    Malformed,
}

/// <summary>One frame of <c>/global/event</c>, read.</summary>
/// <param name="Event">Set when the frame was handled and means something.</param>
/// <param name="Kind">The frame's type where it is one of ours; never text that the server made up.</param>
internal readonly record struct V1Frame(FrameOutcome Outcome, ServerEvent? Event, string Kind)
{
    /// <summary>A piece of a message: of no interest but as a sign that its session is alive.</summary>
    public const string Part = "message.part";

    private const string Other = "other";

    private static readonly V1Json Json = V1Json.Default;

    /// <summary>
    /// Reads a frame as far as its type and, when that matters, the rest. Over 95% of the frames are deltas of messages and
    /// the <c>sync</c> twins of other events; those end at the type.
    /// </summary>
    public static V1Frame Parse(ReadOnlySpan<byte> data)
    {
        var kind = "unreadable";
        try
        {
            var known = TypeOf(data);
            if (known is Part or Other)
            {
                return new(FrameOutcome.Ignored, null, known);
            }

            kind = known;
            return new(FrameOutcome.Handled, Read(known, data), known);
        }
        catch (Exception malformed) when (V1Map.IsMalformed(malformed))
        {
            return new(FrameOutcome.Malformed, null, kind);
        }
    }

    private static string TypeOf(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        EnterObject(ref reader);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("payload"u8))
            {
                reader.Skip();
                continue;
            }

            EnterObject(ref reader);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("type"u8))
                {
                    reader.Read();
                    return reader.TokenType == JsonTokenType.String ? Known(ref reader) : throw new JsonException("The type is no string");
                }

                reader.Skip();
            }
        }

        throw new JsonException("No type");
    }

    private static void EnterObject(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("No object");
        }
    }

    private static string Known(ref Utf8JsonReader reader)
    {
        // The most frequent first.
        if (reader.ValueTextEquals("message.part.delta"u8))
        {
            return Part;
        }

        if (reader.ValueTextEquals("sync"u8))
        {
            return Other;
        }

        if (reader.ValueTextEquals("message.part.updated"u8))
        {
            return Part;
        }

        foreach (var type in Types)
        {
            if (reader.ValueTextEquals(type))
            {
                return type;
            }
        }

        return Other;
    }

    private static readonly string[] Types =
    [
        "message.updated", "session.status", "session.updated", "session.idle", "session.created", "session.deleted", "session.error",
        "permission.asked", "permission.replied", "question.asked", "question.replied", "question.rejected",
        "server.connected", "server.heartbeat", "server.instance.disposed", "global.disposed",
    ];

    private static ServerEvent? Read(string type, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case "session.created" or "session.updated":
                return new SessionChanged(V1Map.Session(Properties(data, Json.V1EnvelopeV1SessionProperties).Value.Info));
            case "message.updated":
                return Message(Properties(data, Json.V1EnvelopeV1MessageProperties).Value.Info);
            case "session.error":
                var error = Properties(data, Json.V1EnvelopeV1ErrorProperties).Value;
                return error.SessionID is { } failed ? new TurnFailed(failed, V1Map.Failure(error.Error)) : null;
            case "session.deleted":
                return new SessionDeleted(Properties(data, Json.V1EnvelopeV1SessionProperties).Value.Info.Id);
            case "session.status":
                var status = Properties(data, Json.V1EnvelopeV1StatusProperties).Value;
                return new SessionStateChanged(status.SessionID, V1Map.State(status.Status)) { RetryAt = V1Map.RetryAt(status.Status) };
            case "session.idle":
                return new SessionStateChanged(Properties(data, Json.V1EnvelopeV1SessionId).Value.SessionID, SessionState.Idle);
            case "permission.asked":
                var (permission, inDirectory) = Properties(data, Json.V1EnvelopeV1Permission);
                return new RequestAsked(V1Map.Permission(permission, inDirectory ?? throw new JsonException("No directory")));
            case "permission.replied":
                var replied = Properties(data, Json.V1EnvelopeV1PermissionReplied).Value;
                return new RequestAnswered(replied.RequestID, V1Map.ReplyKind(replied.Reply));
            case "question.asked":
                var (question, ofDirectory) = Properties(data, Json.V1EnvelopeV1Question);
                return new RequestAsked(V1Map.Question(question, ofDirectory ?? throw new JsonException("No directory")));
            case "question.replied":
                return new RequestAnswered(Properties(data, Json.V1EnvelopeV1QuestionClosed).Value.RequestID, ReplyKind.Answer);
            case "question.rejected":
                return new RequestAnswered(Properties(data, Json.V1EnvelopeV1QuestionClosed).Value.RequestID, ReplyKind.Reject);
            case "server.instance.disposed":
                var (disposed, directory) = Properties(data, Json.V1EnvelopeV1Disposed);
                return new InstanceDisposed(disposed.Directory ?? directory ?? throw new JsonException("No directory"));
            case "global.disposed":
                return new InstanceDisposed(null);
            case "server.heartbeat":
                return new ServerAlive();
            default:
                // The first frame carries nothing; that it came is what counts.
                return null;
        }
    }

    // A message that has just begun says only that its session is alive.
    private static ServerEvent Message(V1Message wire)
    {
        if (V1Map.Prompt(wire) is { } prompt)
        {
            return new PromptGiven(prompt);
        }

        return V1Map.ModelMessage(wire) is { } message ? new MessageEnded(message) : new SessionActive(wire.SessionID);
    }

    private static (T Value, string? Directory) Properties<T>(ReadOnlySpan<byte> data, JsonTypeInfo<V1Envelope<T>> type)
        where T : class
    {
        var envelope = JsonSerializer.Deserialize(data, type) ?? throw new JsonException("No frame");
        return (envelope.Payload.Properties ?? throw new JsonException("No properties"), envelope.Directory);
    }
}
