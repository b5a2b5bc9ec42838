using Kolaybase.Api.Http;
using Kolaybase.ControlPlane.Databases;

namespace Kolaybase.Api.Tables;

/// <summary>A table's full name; both parts are known to be names (<see cref="Identifier"/>).</summary>
internal readonly record struct TableName(string Schema, string Name)
{
    /// <summary>Where tables live unless the caller says otherwise.</summary>
    public const string DefaultSchema = "public";

    /// <summary>Quoted and qualified, ready to stand in SQL.</summary>
    public string Sql => $"{Identifier.Quote(Schema)}.{Identifier.Quote(Name)}";

    /// <summary>As the audit log names it.</summary>
    public override string ToString() => $"{Schema}.{Name}";

    /// <summary>As the audit log names a column or constraint of it.</summary>
    public string Of(string part) => $"{this}.{part}";

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
        return ClosedSchemas.Contains(schema)
            ? throw TableErrors.SchemaNotFound(schema, null)
            : schema;
    }
}
