using System.Globalization;

namespace Kolaybase.Api.Sql.Statements;

/// <summary>Where a statement stands in the text that somebody sent, to say where in it a fault is.</summary>
/// <param name="Sql">The whole text.</param>
/// <param name="Statement">The statement; null for the text as a whole.</param>
/// <param name="Number">Which one it is, from 1.</param>
/// <param name="Of">How many there are.</param>
/// <param name="Prefix">Characters that we have put before the statement.</param>
internal sealed record TextPlace(string Sql, SqlStatement? Statement = null, int Number = 1, int Of = 1, int Prefix = 0)
{
    /// <summary>The words for it.</summary>
    /// <param name="position">Position in the statement as PostgreSQL counts: characters, from 1; 0 when it names none.</param>
    /// <returns>Null when there is nothing to say.</returns>
    public string? Describe(int position)
    {
        var words = new List<string>(2);
        if (position > Prefix && Statement is not null)
        {
            var characters = Characters(Sql.AsSpan(0, Statement.Offset)) + position - Prefix;
            var before = Before(characters - 1);
            var line = before.Count('\n') + 1;
            var column = Characters(before[(before.LastIndexOf('\n') + 1)..]) + 1;
            words.Add(string.Create(CultureInfo.InvariantCulture, $"position {characters} (line {line}, column {column})"));
        }

        if (Of > 1 && Statement is not null)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"statement {Number} of {Of}"));
        }

        return words.Count == 0 ? null : $"At {string.Join(", ", words)}.";
    }

    private ReadOnlySpan<char> Before(int characters)
    {
        var at = 0;
        for (; characters > 0 && at < Sql.Length; characters--)
        {
            at += char.IsHighSurrogate(Sql[at]) && at + 1 < Sql.Length ? 2 : 1;
        }

        return Sql.AsSpan(0, at);
    }

    private static int Characters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += char.IsLowSurrogate(c) ? 0 : 1;
        }

        return count;
    }
}
