using System.Text.Json.Serialization;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary>What a table is.</summary>
public enum TableKind
{
    /// <summary>A table.</summary>
    [JsonStringEnumMemberName("table")]
    Table,

    /// <summary>A table whose rows are in its partitions.</summary>
    [JsonStringEnumMemberName("partitioned-table")]
    PartitionedTable,

    /// <summary>A view.</summary>
    [JsonStringEnumMemberName("view")]
    View,

    /// <summary>A view that keeps its rows.</summary>
    [JsonStringEnumMemberName("materialized-view")]
    MaterializedView,

    /// <summary>A table whose rows are elsewhere.</summary>
    [JsonStringEnumMemberName("foreign-table")]
    ForeignTable,
}

/// <summary>Kinds in the catalogue.</summary>
internal static class TableKinds
{
    /// <summary><c>pg_class.relkind</c>.</summary>
    public static TableKind FromCatalog(char relkind) => relkind switch
    {
        'p' => TableKind.PartitionedTable,
        'v' => TableKind.View,
        'm' => TableKind.MaterializedView,
        'f' => TableKind.ForeignTable,
        _ => TableKind.Table,
    };
}
