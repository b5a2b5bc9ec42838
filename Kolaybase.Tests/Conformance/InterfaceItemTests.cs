using System.Reflection;
using Kolaybase.Tests.Conformance.Support;

namespace Kolaybase.Tests.Conformance;

/// <summary>Nothing of the interface is left without a test that names it.</summary>
public class InterfaceItemTests
{
    [Fact]
    public void Every_item_of_the_interface_is_shown_by_a_test()
    {
        var shown = typeof(InterfaceItemTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttribute<ItemAttribute>()?.Names ?? [])
            .ToHashSet();

        Assert.Equal([], InterfaceItems.All.Except(shown));
    }
}
