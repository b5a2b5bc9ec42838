using Kolaybase.Api.Http;

namespace Kolaybase.Api.Tables;

/// <summary>A table's full name; both parts are known to be names (<see cref="Identifier"/>).</summary>
internal readonly record struct TableName(string Schema, string Name)
{
    /// <summary>Where tables live unless the caller says otherwise.</summary>
    public const string DefaultSchema = "public";

    // PostgreSQL's own catalogues and our helper schemas: not tables of the project, though some of
    // them grant SELECT to everybody.
    private static readonly string[] Closed = ["information_schema", "auth", "kolaybase"];

    /// <summary>Quoted and qualified, ready to stand in SQL.</summary>
    public string Sql => $"{Identifier.Quote(Schema)}.{Identifier.Quote(Name)}";

    /// <summary>Name and schema as a caller gave them.</summary>
    /// <exception cref="ApiException">400 for what can't be a name, 404 for a schema that these calls don't open.</exception>
    public static TableName From(string? schema, string? name, string field = "name") =>
        new(SchemaFrom(schema), Identifier.Require(name, field));

    /// <summary>The schema of a call.</summary>
    /// <exception cref="ApiException">400 for what can't be a name, 404 for a schema that these calls don't open.</exception>
    public static string SchemaFrom(string? schema)
    {
        if (schema is null)
        {
            return DefaultSchema;
        }

        Identifier.Require(schema, "schema");
        return Closed.Contains(schema, StringComparer.Ordinal) || schema.StartsWith("pg_", StringComparison.Ordinal)
            ? throw TableErrors.SchemaNotFound(schema, null)
            : schema;
    }
}
