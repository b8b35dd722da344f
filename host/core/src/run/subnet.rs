//! Small subnets out of a pool: the engine's own are large, and run out after some thirty networks.

use std::net::Ipv4Addr;
use std::str::FromStr;

/// Prefix of a subnet: 59 containers fit.
const PREFIX: u32 = 26;

/// A pool of addresses, such as `10.213.0.0/16`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubnetPool {
    base: u32,
    prefix: u32,
}

/// A text that is no pool.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no pool of addresses: wanted a private IPv4 range with a prefix from 8 to 26, such as 10.213.0.0/16"
)]
pub struct SubnetPoolError(String);

impl Default for SubnetPool {
    fn default() -> Self {
        Self {
            base: u32::from(Ipv4Addr::new(10, 213, 0, 0)),
            prefix: 16,
        }
    }
}

impl FromStr for SubnetPool {
    type Err = SubnetPoolError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || SubnetPoolError(text.to_owned());
        let (address, prefix) = text.split_once('/').ok_or_else(wrong)?;
        let address: Ipv4Addr = address.parse().map_err(|_| wrong())?;
        let prefix: u32 = prefix.parse().map_err(|_| wrong())?;
        if !address.is_private() || !(8..=PREFIX).contains(&prefix) {
            return Err(wrong());
        }
        let mask = u32::MAX << (32 - prefix);
        Ok(Self {
            base: u32::from(address) & mask,
            prefix,
        })
    }
}

impl SubnetPool {
    /// How many subnets there are.
    pub fn len(self) -> u32 {
        1 << (PREFIX - self.prefix)
    }

    /// Never: a pool has one subnet at least.
    pub fn is_empty(self) -> bool {
        false
    }

    /// A subnet by number, counted around the pool.
    pub fn subnet(self, number: u32) -> String {
        let start = self.base + ((number % self.len()) << (32 - PREFIX));
        format!("{}/{PREFIX}", Ipv4Addr::from(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subnets_lie_in_the_pool_and_come_around() {
        let pool: SubnetPool = "10.213.0.0/16".parse().unwrap();
        assert_eq!(pool.subnet(0), "10.213.0.0/26");
        assert_eq!(pool.subnet(5), "10.213.1.64/26");
        assert_eq!(pool.subnet(1024), "10.213.0.0/26");
    }

    #[test]
    fn a_public_range_is_refused() {
        assert!("8.8.0.0/16".parse::<SubnetPool>().is_err());
        assert!("10.0.0.0/30".parse::<SubnetPool>().is_err());
    }
}
