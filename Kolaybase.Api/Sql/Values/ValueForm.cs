namespace Kolaybase.Api.Sql.Values;

/// <summary>How the text that PostgreSQL writes for a value of some type becomes JSON.</summary>
internal abstract record ValueForm
{
    /// <summary>A string, as it is.</summary>
    public sealed record Text : ValueForm;

    /// <summary>A number with all its digits; what JSON has no number for (<c>NaN</c>, <c>Infinity</c>) is a string.</summary>
    public sealed record Number : ValueForm;

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public sealed record Boolean : ValueForm;

    /// <summary>JSON already.</summary>
    public sealed record Json : ValueForm;

    /// <summary>A point in time, in the spelling of ISO 8601.</summary>
    public sealed record Timestamp : ValueForm;

    /// <summary>An array of arrays or values.</summary>
    /// <param name="Element">Its elements.</param>
    /// <param name="Delimiter">What stands between them: a comma for all types but <c>box</c>.</param>
    public sealed record Array(ValueForm Element, byte Delimiter) : ValueForm;

    /// <summary>An object by the names of its fields.</summary>
    public sealed record Composite(IReadOnlyList<(string Name, ValueForm Form)> Fields) : ValueForm;

    /// <summary>The form of types that have no other.</summary>
    public static ValueForm Default { get; } = new Text();
}
