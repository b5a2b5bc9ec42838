namespace Kolaybase.Bench.DataApi.Capture;

/// <summary>A statement as PostgreSQL got it.</summary>
/// <param name="Text">The SQL with its <c>$n</c>.</param>
/// <param name="Parameters">Their values as text; null is SQL's.</param>
internal sealed record CapturedStatement(string Text, IReadOnlyList<string?> Parameters)
{
    /// <summary>The same rows made to one JSON text by the database, as PostgREST asks for them.</summary>
    public CapturedStatement AsJson() => this with { Text = $"SELECT coalesce(json_agg(kb_rows), '[]') FROM ({Text}) kb_rows" };
}
