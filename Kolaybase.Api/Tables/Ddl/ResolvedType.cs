namespace Kolaybase.Api.Tables.Ddl;

/// <summary>A column type that the database knows, in its own words.</summary>
/// <param name="Sql">The type as the database writes it, or one of the serial words; never a caller's text.</param>
/// <param name="IsArray">Whether its values are arrays.</param>
/// <param name="Delimiter">What stands between the elements in an array's text form (a semicolon for <c>box</c>).</param>
/// <param name="IsJson">Whether it is json or jsonb.</param>
/// <param name="IsSerial">Whether it is an integer with a sequence of its own.</param>
internal sealed record ResolvedType(string Sql, bool IsArray = false, char Delimiter = ',', bool IsJson = false, bool IsSerial = false);
