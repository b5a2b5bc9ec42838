using System.Text.Json.Serialization;

namespace Kolaybase.Api.Tables.ForeignKeys;

/// <summary>A column that points to another one. A key of several columns is listed once for each of them, in its order, under one name.</summary>
/// <param name="ConstraintName">Name of the constraint.</param>
/// <param name="ColumnName">The column that points.</param>
/// <param name="ForeignTableName">The table that it points to.</param>
/// <param name="ForeignColumnName">The column that it points to.</param>
/// <param name="OnDelete">What becomes of rows whose target is deleted.</param>
/// <param name="OnUpdate">What becomes of rows whose target gets another key.</param>
/// <param name="ForeignSchema">Schema of the table that it points to.</param>
public sealed record ForeignKey(
    string ConstraintName,
    string ColumnName,
    string ForeignTableName,
    string ForeignColumnName,
    ForeignKeyAction OnDelete,
    ForeignKeyAction OnUpdate,
    string ForeignSchema);

/// <summary>What a foreign key does when its target goes or changes, in SQL's words.</summary>
public enum ForeignKeyAction
{
    /// <summary>Refuses it at the end of the statement.</summary>
    [JsonStringEnumMemberName("NO ACTION")]
    NoAction,

    /// <summary>Refuses it at once.</summary>
    [JsonStringEnumMemberName("RESTRICT")]
    Restrict,

    /// <summary>Does the same to the rows that point.</summary>
    [JsonStringEnumMemberName("CASCADE")]
    Cascade,

    /// <summary>Makes them point nowhere.</summary>
    [JsonStringEnumMemberName("SET NULL")]
    SetNull,

    /// <summary>Gives them the column's default.</summary>
    [JsonStringEnumMemberName("SET DEFAULT")]
    SetDefault,
}

/// <summary>Actions in SQL and in the catalogue.</summary>
internal static class ForeignKeyActions
{
    /// <summary>What stands after <c>ON DELETE</c>.</summary>
    public static string ToSql(this ForeignKeyAction action) => action switch
    {
        ForeignKeyAction.NoAction => "NO ACTION",
        ForeignKeyAction.Restrict => "RESTRICT",
        ForeignKeyAction.Cascade => "CASCADE",
        ForeignKeyAction.SetNull => "SET NULL",
        ForeignKeyAction.SetDefault => "SET DEFAULT",
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    /// <summary><c>pg_constraint.confdeltype</c> and <c>confupdtype</c>.</summary>
    public static ForeignKeyAction FromCatalog(char code) => code switch
    {
        'a' => ForeignKeyAction.NoAction,
        'r' => ForeignKeyAction.Restrict,
        'c' => ForeignKeyAction.Cascade,
        'n' => ForeignKeyAction.SetNull,
        'd' => ForeignKeyAction.SetDefault,
        _ => throw new ArgumentOutOfRangeException(nameof(code)),
    };
}
