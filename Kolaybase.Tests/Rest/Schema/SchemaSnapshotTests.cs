using Kolaybase.Tests.Rest.Support;

namespace Kolaybase.Tests.Rest.Schema;

public class SchemaSnapshotTests
{
    [Fact]
    public void A_relation_is_found_by_its_exact_name_in_its_schema()
    {
        Assert.Same(Snapshots.Items, Snapshots.Shop.Find("public", "items"));
        Assert.Null(Snapshots.Shop.Find("public", "Items"));
        Assert.Null(Snapshots.Shop.Find("public", "secrets"));
        Assert.Null(Snapshots.Shop.Find("none", "items"));
    }

    [Fact]
    public void A_column_is_found_by_its_exact_name()
    {
        Assert.Equal("integer", Snapshots.Items.Find("id")!.Type.Sql);
        Assert.Null(Snapshots.Items.Find("ID"));
    }

    [Fact]
    public void Names_are_those_of_one_schema()
    {
        Assert.Equal(["items", "orders"], Snapshots.Shop.Names("public").Order(StringComparer.Ordinal));
        Assert.Empty(Snapshots.Shop.Names("none"));
    }
}
