namespace Kolaybase.Api.Sql.Statements;

/// <summary>The words of a statement outside of quotes: what they say about transactions, and whether its body has semicolons of its own.</summary>
internal sealed class StatementWords
{
    private const int Kept = 8;
    private readonly List<string> _words = new(Kept);
    private int _depth;

    /// <summary>Whether the statement stands inside <c>BEGIN ATOMIC … END</c>, the body of a function, where semicolons end nothing.</summary>
    public bool InBody => _depth > 0;

    /// <summary>Whether it had such a body.</summary>
    public bool HadBody { get; private set; }

    /// <summary>Whether anything but white space and comments has come.</summary>
    public bool Any { get; private set; }

    /// <summary>What the statement does to transactions.</summary>
    public StatementKind Kind => _words switch
    {
        ["begin", ..] or ["start", "transaction", ..] => StatementKind.Begin,
        ["rollback", "to", ..] or ["rollback", "work" or "transaction", "to", ..] or ["commit" or "rollback", "prepared", ..] => StatementKind.Other,
        ["commit" or "end" or "rollback" or "abort", ..] => Chains ? StatementKind.Begin : StatementKind.End,
        ["prepare", "transaction", ..] => StatementKind.End,
        _ => StatementKind.Other,
    };

    /// <summary>
    /// What the statement is called, for a log that must not hold values: its first word, and which kind of thing it makes, changes or drops. Of a statement that has succeeded
    /// these are words of PostgreSQL's grammar.
    /// </summary>
    public string Command => string.Join(' ', _words.Take(_words is ["create" or "alter" or "drop" or "start" or "prepare", ..] ? 2 : 1)).ToUpperInvariant();

    private bool Chains => _words is [_, "and", "chain", ..] or [_, "work" or "transaction", "and", "chain", ..];

    /// <summary>Notes a character that belongs to no word.</summary>
    public void Other() => Any = true;

    /// <summary>Notes a word.</summary>
    public void Add(ReadOnlySpan<char> word)
    {
        Any = true;
        var lower = word.Length <= 16 ? word.ToString().ToLowerInvariant() : "";
        // As psql does: CASE has an END too.
        if (IsRoutine)
        {
            _depth += lower switch
            {
                "begin" => 1,
                "case" when _depth > 0 => 1,
                "end" when _depth > 0 => -1,
                _ => 0,
            };
            HadBody |= InBody;
        }

        if (_words.Count < Kept)
        {
            _words.Add(lower);
        }
    }

    /// <summary>Begins the next statement.</summary>
    public void Clear()
    {
        _words.Clear();
        (_depth, Any, HadBody) = (0, false, false);
    }

    private bool IsRoutine => _words is ["create", "function" or "procedure", ..] or ["create", "or", "replace", "function" or "procedure", ..];
}
