using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Sql;

/// <summary>A statement with <c>$1</c>-style parameters.</summary>
/// <param name="Text">The SQL.</param>
/// <param name="Parameters">The values in their order.</param>
internal sealed record SqlStatement(string Text, ImmutableArray<SqlParameter> Parameters)
{
    /// <summary>Whether it answers rows; a write without <c>RETURNING</c> does not.</summary>
    public bool ReturnsRows { get; init; } = true;
}

/// <summary>A value that travels beside the text.</summary>
/// <param name="Value">A string, a 64-bit number or bytes.</param>
/// <param name="Type">What PostgreSQL is told of its type.</param>
internal sealed record SqlParameter(object Value, SqlParameterType Type);

/// <summary>What PostgreSQL is told of a parameter's type.</summary>
internal enum SqlParameterType
{
    /// <summary>Nothing: it takes the type of what it is compared with and reads the text as that type's literal, so that errors are the database's own.</summary>
    Unknown,

    /// <summary><c>text</c></summary>
    Text,

    /// <summary><c>bigint</c></summary>
    Int8,

    /// <summary><c>json</c>, given as UTF-8 bytes.</summary>
    Json,

    /// <summary><c>bytea</c></summary>
    Bytea,
}
