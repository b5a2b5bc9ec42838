namespace Kolaybase.Api.Rest.Schema;

/// <summary>Oids of types that something is known of here; fixed for ever in <c>pg_type.dat</c>.</summary>
internal static class TypeOids
{
    public const uint Bool = 16;
    public const uint Bytea = 17;
    public const uint Name = 19;
    public const uint Int8 = 20;
    public const uint Int2 = 21;
    public const uint Int4 = 23;
    public const uint Text = 25;
    public const uint Json = 114;
    public const uint Xml = 142;
    public const uint TsVector = 3614;
    public const uint BpChar = 1042;
    public const uint VarChar = 1043;
    public const uint Record = 2249;
    public const uint Void = 2278;
    public const uint AnyElement = 2283;
    public const uint Uuid = 2950;
    public const uint Jsonb = 3802;

    /// <summary>Whether its binary format is its bytes: text in UTF-8, or bytes themselves.</summary>
    public static bool IsTextOrBytes(uint oid) => oid is Text or VarChar or BpChar or Name or Bytea or Xml or Json;
}
