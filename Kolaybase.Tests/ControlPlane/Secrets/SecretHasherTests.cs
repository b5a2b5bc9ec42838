using Kolaybase.ControlPlane.Secrets;

namespace Kolaybase.Tests.ControlPlane.Secrets;

public class SecretHasherTests
{
    private static readonly string s_old = MasterKeyRing.Generate("old");
    private static readonly string s_new = MasterKeyRing.Generate("new");

    [Fact]
    public void A_hash_is_the_same_each_time_so_that_it_can_be_looked_up()
    {
        Assert.Equal(Hasher(s_old).Hash("secret", "purpose"), Hasher(s_old).Hash("secret", "purpose"));
        Assert.True(Hasher(s_old).Verify("secret", "purpose", Hasher(s_old).Hash("secret", "purpose")));
    }

    [Fact]
    public void Another_secret_purpose_or_master_key_gives_another_hash()
    {
        var hash = Hasher(s_old).Hash("secret", "purpose");

        Assert.NotEqual(hash, Hasher(s_old).Hash("Secret", "purpose"));
        Assert.NotEqual(hash, Hasher(s_old).Hash("secret", "other"));
        Assert.NotEqual(hash[hash.IndexOf('.', StringComparison.Ordinal)..], Hasher(MasterKeyRing.Generate("old")).Hash("secret", "purpose")[3..]);
        Assert.False(Hasher(s_old).Verify("Secret", "purpose", hash));
        Assert.False(Hasher(s_old).Verify("secret", "other", hash));
    }

    [Fact]
    public void After_a_rotation_old_hashes_are_found_and_verified_and_new_ones_use_the_new_key()
    {
        var before = Hasher(s_old).Hash("secret", "purpose");
        var rotated = Hasher($"{s_new},{s_old}");

        Assert.Equal([rotated.Hash("secret", "purpose"), before], rotated.Candidates("secret", "purpose"));
        Assert.StartsWith("new.", rotated.Hash("secret", "purpose"), StringComparison.Ordinal);
        Assert.True(rotated.Verify("secret", "purpose", before));
        Assert.False(Hasher(s_new).Verify("secret", "purpose", before));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    [InlineData(".x")]
    [InlineData("unknown.x")]
    [InlineData("old.")]
    [InlineData("old.ü")]
    public void What_is_no_hash_verifies_nothing(string hash) => Assert.False(Hasher(s_old).Verify("secret", "purpose", hash));

    private static SecretHasher Hasher(string keys) => new(MasterKeyRing.Parse(keys));
}
