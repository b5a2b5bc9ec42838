using System.Text.Json.Serialization;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>Who may use a new table, in one word; <see cref="AccessSql"/> has the grants and policies.</summary>
public enum TableAccess
{
    /// <summary>The service key and members of the team.</summary>
    [JsonStringEnumMemberName("private")]
    Private,

    /// <summary>Anybody reads.</summary>
    [JsonStringEnumMemberName("public-read")]
    PublicRead,

    /// <summary>Signed-in users read and write their own rows, which column <c>owner_id</c> names.</summary>
    [JsonStringEnumMemberName("owner")]
    Owner,
}
