$ ch-shar
\ 
st[