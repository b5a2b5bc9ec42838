namespace Kolaybase.Api.Sql.Values;

/// <summary>A type as the catalogue has it.</summary>
/// <param name="Name">Its name, as <c>format_type</c> writes it.</param>
/// <param name="Element">Type of the elements of an array; 0 for others.</param>
/// <param name="Base">What a domain is made of; 0 for others.</param>
/// <param name="Delimiter">What stands between values of it in an array.</param>
/// <param name="FieldNames">Fields of a composite type, in order; empty for others.</param>
/// <param name="FieldTypes">Their types.</param>
internal sealed record TypeRow(string Name, uint Element, uint Base, char Delimiter, string[] FieldNames, uint[] FieldTypes);
