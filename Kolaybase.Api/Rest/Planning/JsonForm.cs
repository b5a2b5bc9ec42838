using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>
/// How a value gets from PostgreSQL's binary format into JSON. Where writing it here gives exactly what
/// <c>to_json</c> would, it is written here, which costs the database less than half; every other type
/// goes through <c>to_json</c> in the select list and arrives as JSON.
/// </summary>
internal enum JsonForm
{
    /// <summary><c>to_json(column)</c> in SQL, copied as it comes.</summary>
    ToJson,

    /// <summary>One byte.</summary>
    Boolean,

    /// <summary>Two bytes, big endian.</summary>
    Int2,

    /// <summary>Four bytes, big endian.</summary>
    Int4,

    /// <summary>Eight bytes, big endian.</summary>
    Int8,

    /// <summary>UTF-8.</summary>
    Text,

    /// <summary>Sixteen bytes in the order they are written.</summary>
    Uuid,

    /// <summary>JSON text, copied as it comes.</summary>
    Json,

    /// <summary>A version byte, then JSON text.</summary>
    Jsonb,
}

/// <summary>Which type has which form.</summary>
internal static class JsonForms
{
    /// <summary>The form of a type. Domains have oids of their own and may have casts to json, so they are <see cref="JsonForm.ToJson"/>.</summary>
    public static JsonForm Of(uint typeOid) => typeOid switch
    {
        TypeOids.Bool => JsonForm.Boolean,
        TypeOids.Int2 => JsonForm.Int2,
        TypeOids.Int4 => JsonForm.Int4,
        TypeOids.Int8 => JsonForm.Int8,
        TypeOids.Text or TypeOids.VarChar or TypeOids.BpChar or TypeOids.Name => JsonForm.Text,
        TypeOids.Uuid => JsonForm.Uuid,
        TypeOids.Json => JsonForm.Json,
        TypeOids.Jsonb => JsonForm.Jsonb,
        _ => JsonForm.ToJson,
    };

    /// <summary>
    /// The form of a result's column. It is the planned one, unless a change of the schema was committed while the statement waited for
    /// its table: then the version was asserted before it, and the column is of another type.
    /// </summary>
    /// <param name="planned">The planned form.</param>
    /// <param name="oid">The type that the result has.</param>
    /// <exception cref="Execution.TypesChangedException">Values of the new type can't be written as they come.</exception>
    public static JsonForm Actual(JsonForm planned, uint oid)
    {
        var actual = planned == JsonForm.ToJson ? planned : Of(oid);
        return actual == JsonForm.ToJson && planned != JsonForm.ToJson ? throw new Execution.TypesChangedException() : actual;
    }
}
