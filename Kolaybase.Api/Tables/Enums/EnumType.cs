namespace Kolaybase.Api.Tables.Enums;

/// <summary>An enumeration: a type whose values are listed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">Its schema.</param>
/// <param name="Values">Its values in their order.</param>
public sealed record EnumType(string Name, string Schema, IReadOnlyList<string> Values);
