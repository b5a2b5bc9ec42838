using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.ControlPlane.Registry;

/// <summary>Which names are such as databases of projects are given.</summary>
public sealed class DatabaseNameTests(ControlPlane15 plane) : IClassFixture<ControlPlane15>
{
    [Fact]
    public void Those_that_are_given_are()
    {
        var factory = plane.Services.GetRequiredService<ProjectFactory>();

        Assert.All(Enumerable.Range(0, 50), _ => Assert.True(ProjectFactory.IsDatabaseName(factory.Create("n", "", Guid.CreateVersion7(), Guid.CreateVersion7()).DatabaseName)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("kb_")]
    [InlineData("kb_abcdefghijklmno")]
    [InlineData("kb_abcdefghijklmnopq")]
    [InlineData("KB_abcdefghijklmnop")]
    [InlineData("kb_abcdefghijklmno1")]
    [InlineData("kb_abcdefghijklmno\n")]
    [InlineData("ab_abcdefghijklmnop")]
    public void Others_are_not(string? name) => Assert.False(ProjectFactory.IsDatabaseName(name));
}
