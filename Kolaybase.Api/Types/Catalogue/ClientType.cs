namespace Kolaybase.Api.Types.Catalogue;

/// <summary>What a value is in JSON, as the data API writes it; domains are what they stand on.</summary>
internal abstract record ClientType
{
    private ClientType()
    {
    }

    /// <summary>A value of a type that PostgreSQL brings along or an extension makes.</summary>
    /// <param name="Kind">What it is in JSON.</param>
    internal sealed record Scalar(ScalarKind Kind) : ClientType;

    /// <summary>An array; its elements may be null.</summary>
    /// <param name="Element">What it holds.</param>
    internal sealed record Array(ClientType Element) : ClientType;

    /// <summary>A type of the project with a name of its own.</summary>
    /// <param name="Schema">Its schema.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">Which kind it is.</param>
    internal sealed record Named(string Schema, string Name, NamedKind Kind) : ClientType;
}

/// <summary>Kinds of values.</summary>
internal enum ScalarKind
{
    /// <summary>Text, and everything that <c>to_json</c> writes as text: ranges, addresses, intervals, bytes.</summary>
    Text,

    /// <summary><c>bool</c>.</summary>
    Boolean,

    /// <summary><c>int2</c>.</summary>
    Int16,

    /// <summary><c>int4</c>.</summary>
    Int32,

    /// <summary><c>int8</c>.</summary>
    Int64,

    /// <summary><c>float4</c>.</summary>
    Single,

    /// <summary><c>float8</c>.</summary>
    Double,

    /// <summary><c>numeric</c>.</summary>
    Decimal,

    /// <summary><c>uuid</c>.</summary>
    Uuid,

    /// <summary><c>date</c>.</summary>
    Date,

    /// <summary><c>time</c>.</summary>
    Time,

    /// <summary><c>timestamp</c>.</summary>
    Timestamp,

    /// <summary><c>timestamptz</c>.</summary>
    TimestampTz,

    /// <summary><c>json</c>, <c>jsonb</c>, and types that have a cast to json.</summary>
    Json,

    /// <summary>Nothing: what a <c>void</c> function gives.</summary>
    Void,

    /// <summary>A row of which nothing is known before it is there.</summary>
    Record,
}

/// <summary>Kinds of types that have a name.</summary>
internal enum NamedKind
{
    /// <summary>An enumeration.</summary>
    Enum,

    /// <summary>A composite type.</summary>
    Composite,

    /// <summary>The row of a table.</summary>
    TableRow,

    /// <summary>The row of a view.</summary>
    ViewRow,
}
