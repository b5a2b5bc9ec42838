namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>A domain.</summary>
/// <param name="Base">Oid of the type it rests on, which may be a domain.</param>
/// <param name="NotNull">Whether it refuses null.</param>
/// <param name="Default">Its default as an SQL expression; PostgreSQL copies a lower domain's here when it is made.</param>
/// <param name="Representation">Its casts to and from JSON and text.</param>
internal sealed record DomainFacts(uint Base, bool NotNull, string? Default, DomainRepresentation? Representation = null);
