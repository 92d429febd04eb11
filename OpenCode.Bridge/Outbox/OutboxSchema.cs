namespace OpenCode.Bridge.Outbox;

/// <summary>
/// The tables, step by step: <c>user_version</c> counts the steps that a file has seen. A step that was released is never
/// changed, a new one is added. Times are Unix milliseconds.
/// </summary>
internal static class OutboxSchema
{
    private static readonly string[] Steps =
    [
        """
        create table alerts (
          id text not null primary key,
          server text not null,
          state text not null,
          created_at integer not null,
          changed_at integer not null,
          body blob not null
        ) strict, without rowid;
        create index alerts_newest on alerts (created_at desc, id desc);
        create index alerts_open on alerts (server) where state = 'open';

        -- One row for each alert and channel: what the channel shall show, and how far that is. Overtaking is an update.
        create table deliveries (
          alert_id text not null references alerts (id) on delete cascade,
          channel text not null,
          state text not null check (state in ('pending', 'leased', 'sent', 'parked', 'dropped')),
          reason text not null,
          revision integer not null,
          urgency integer not null,
          received_at integer not null,
          not_before integer not null,
          digest_at integer,
          attempts integer not null default 0,
          shown integer not null default 0,
          last_error text,
          receipt text,
          changed_at integer not null,
          primary key (alert_id, channel)
        ) strict, without rowid;
        create index deliveries_due on deliveries (channel, urgency, not_before) where state = 'pending';
        create index deliveries_leased on deliveries (channel) where state = 'leased';

        create table decisions (
          alert_id text not null primary key references alerts (id) on delete cascade,
          reply blob not null,
          decided_by text not null,
          source text not null,
          in_doubt integer not null,
          audit_id integer not null
        ) strict, without rowid;

        create table audit (
          id integer primary key,
          at integer not null,
          alert_id text not null,
          decided_by text not null,
          source text not null,
          remote text,
          decision text not null,
          message text,
          result text not null
        ) strict;
        create index audit_age on audit (at);

        create table used_tokens (id text not null primary key, used_at integer not null) strict, without rowid;

        -- How far something outside was read: the reply topic, a server's events.
        create table cursors (name text not null primary key, value text not null) strict, without rowid;
        """,
        """
        -- How each channel fared: what became of its last message, and when it last worked and failed.
        create table channels (
          name text not null primary key,
          state text not null check (state in ('working', 'retrying', 'parked')),
          succeeded_at integer,
          failed_at integer,
          problem text
        ) strict, without rowid;
        """,
        """
        create table push_subscriptions (
          id text not null primary key,
          endpoint text not null,
          p256dh blob not null,
          auth blob not null,
          label text not null,
          created_at integer not null
        ) strict, without rowid;
        """,
        """
        -- What the messages of a session that ended in a quarter of an hour used: every time zone's days begin at one.
        -- last_message is the newest that is counted: ids ascend, and a snapshot tells again what the stream told.
        create table usage (
          server text not null,
          session_id text not null,
          quarter integer not null,
          model text not null,
          directory text not null,
          cost real not null,
          tokens integer not null,
          last_message text not null,
          primary key (server, session_id, quarter, model)
        ) strict, without rowid;
        create index usage_age on usage (quarter);
        """,
    ];

    public static int Version => Steps.Length;

    /// <exception cref="NewerSchemaException">A newer bridge has written the file: left as it is.</exception>
    public static void Migrate(SqlSession session)
    {
        var version = session.Number("pragma user_version") ?? 0;
        if (version > Version)
        {
            throw new NewerSchemaException(version, Version);
        }

        for (; version < Version; version++)
        {
            session.Run($"begin immediate; {Steps[version]} pragma user_version = {version + 1}; commit;");
        }
    }
}

internal sealed class NewerSchemaException(long found, int known)
    : Exception($"was written by a newer bridge (schema {found}, this one knows {known}); run that bridge again, or move the file away");
