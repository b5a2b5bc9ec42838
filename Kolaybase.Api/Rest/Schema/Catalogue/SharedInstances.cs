namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Makes equal values one instance, so that a snapshot of thousands of tables holds each name and each usual column once.</summary>
internal sealed class SharedInstances
{
    private readonly HashSet<string> _strings = new(StringComparer.Ordinal);
    private readonly HashSet<Column> _columns = [];

    /// <summary>The first instance of that text.</summary>
    public string Share(string text) => _strings.TryGetValue(text, out var known) ? known : Add(_strings, text);

    /// <summary>The first instance of that column.</summary>
    public Column Share(Column column) => _columns.TryGetValue(column, out var known) ? known : Add(_columns, column);

    private static T Add<T>(HashSet<T> all, T value)
    {
        all.Add(value);
        return value;
    }
}
