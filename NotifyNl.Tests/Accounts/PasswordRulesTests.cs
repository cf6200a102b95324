using NotifyNl.Accounts;
using NotifyNl.Web.Security;

namespace NotifyNl.Tests.Accounts;

public sealed class PasswordRulesTests
{
    private static readonly PasswordRules Rules = new(typeof(AccountsRegistration).Assembly.GetManifestResourceStream("NotifyNl.common-passwords.json")!);

    [Theory]
    [InlineData("", "password-missing")]
    [InlineData("te kort", "password-too-short")]
    [InlineData("elf tekens!", "password-too-short")]
    [InlineData("welkom123456", "password-common")]
    [InlineData("Password2026!", "password-common")]
    [InlineData("dragondragon", "password-common")]
    [InlineData("aaaaaaaaaaaaaaa", "password-common")]
    [InlineData("sanne-de-vries1", "password-personal")]
    [InlineData("NotifyNL2026!", "password-personal")]
    [InlineData("vier woorden op een rij", null)]
    [InlineData("zonderhoofdletterofcijfer", null)]
    public void APassword_IsLongAndNotCommon(string password, string? problem) =>
        Assert.Equal(problem, Rules.Check(password, "Sanne de Vries", "sanne-de-vries@gemeente.nl")?.Code);

    [Fact]
    public void TheList_IsThere() => Assert.InRange(Rules.CommonCount, 3_000, 100_000);
}
