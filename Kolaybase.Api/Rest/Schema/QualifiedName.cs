namespace Kolaybase.Api.Rest.Schema;

/// <summary>A name in its schema, neither of them quoted.</summary>
internal readonly record struct QualifiedName(string Schema, string Name)
{
    /// <summary>For messages.</summary>
    public override string ToString() => $"{Schema}.{Name}";
}
