using Npgsql;

namespace Kolaybase.Api.Sql;

/// <summary>Keeps what a session says beside its results.</summary>
/// <param name="most">How many; what comes later is left out.</param>
internal sealed class NoticeList(int most)
{
    private const int Longest = 4_000;
    private readonly List<SqlNotice> _notices = [];

    /// <summary>All of them; null when there are none.</summary>
    public IReadOnlyList<SqlNotice>? OrNull => _notices.Count == 0 ? null : _notices;

    /// <summary>While true, nothing is kept: the session speaks about statements of ours.</summary>
    public bool Muted { get; set; }

    /// <summary>While true, the server's warning about a second BEGIN is not kept: the first one was ours.</summary>
    public bool BeginsInside { get; set; }

    /// <summary>Handles the connection's event.</summary>
    public void OnNotice(object sender, NpgsqlNoticeEventArgs notice)
    {
        var said = notice.Notice;
        if (!Muted && !(BeginsInside && said.Routine == "BeginTransactionBlock"))
        {
            Add(new(said.Severity, said.SqlState, Cut(said.MessageText)!, Cut(said.Detail), Cut(said.Hint)));
        }
    }

    /// <summary>Adds one of our own.</summary>
    public void Add(SqlNotice notice)
    {
        if (_notices.Count < most)
        {
            _notices.Add(notice);
        }
    }

    /// <summary>What a text of the server is cut to: whoever raises it may make it as long as memory lasts.</summary>
    public static string? Cut(string? text) =>
        text is { Length: > Longest } ? text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)] + "…" : text;
}
