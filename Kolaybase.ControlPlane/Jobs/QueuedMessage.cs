namespace Kolaybase.ControlPlane.Jobs;

/// <summary>
/// A row of the queue's table as Rebus.PostgreSql reads and writes it. It is in the model so that our migrations make the
/// table; rows are written and taken by Rebus alone.
/// </summary>
public sealed class QueuedMessage
{
    /// <summary>Schema of the table.</summary>
    public const string Schema = "jobs";

    /// <summary>Name of the table.</summary>
    public const string Table = "messages";

    /// <summary>Identifier, in the order of arrival.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the queue.</summary>
    public required string Recipient { get; init; }

    /// <summary>Greater goes first.</summary>
    public required int Priority { get; init; }

    /// <summary>After this it is dropped unread; ours never expire.</summary>
    public required DateTimeOffset Expiration { get; init; }

    /// <summary>Not before this time.</summary>
    public required DateTimeOffset Visible { get; init; }

    /// <summary>JSON of Rebus' headers, UTF-8.</summary>
    public required byte[] Headers { get; init; }

    /// <summary>The job as JSON, UTF-8.</summary>
    public required byte[] Body { get; init; }
}
