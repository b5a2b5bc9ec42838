namespace Kolaybase.ControlPlane.Databases;

/// <summary>
/// Schemas that no call opens by name: PostgreSQL's own catalogues and our helpers. They hold no tables of the project, though some of
/// them grant SELECT to everybody.
/// </summary>
public static class ClosedSchemas
{
    private static readonly string[] Names = ["information_schema", "auth", "kolaybase"];

    /// <summary>True for such a schema.</summary>
    public static bool Contains(string schema) =>
        Names.Contains(schema, StringComparer.Ordinal) || schema.StartsWith("pg_", StringComparison.Ordinal);
}
